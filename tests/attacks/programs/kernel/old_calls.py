# Makes a system call the way 32-bit programs do, by numbers that mean other calls.
# held by: seccomp
# bites without: seccomp
# machine: x86_64
import mmap

code = bytes.fromhex("53 b8 14 00 00 00 cd 80 5b c3")  # push rbx; mov eax, 20 (getpid); int 0x80; pop rbx; ret
page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
if ctypes.CFUNCTYPE(ctypes.c_int)(address)() == os.getpid():
    breach("int 0x80")
