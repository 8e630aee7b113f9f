"""What each page is given: one dataclass a template, so that nothing else can reach it."""

from dataclasses import dataclass
from typing import ClassVar

from ..trace import Trace
from .cheatsheet_page import CheatSheetPage
from .classroom.desk_page import DeskClass, DeskPage, DeskStage
from .classroom.doors_page import ClassroomPage
from .classroom.room_page import RoomPage, RoomPart, RoomRun, RoomStage
from .classroom.screen_page import ScreenPage, ScreenStage
from .code import CodeLine
from .embed_page import EmbedPage
from .export_page import ExportPage
from .gallery_page import ClassPage, DiagnosisPage, GalleryPage
from .lab.allocations import AllocatorPage
from .lab.lab_page import LabPage, TimePage
from .lab.sweep_page import SweepGist, SweepPage, SweepRow
from .lessons.lesson_page import LessonPage, LessonsPage, PartPage
from .page import Page
from .play_page import PlayPage
from .player import Film
from .problems import Problem
from .reference.reference_page import ReferencePage
from .search.search_page import SearchPage


@dataclass(frozen=True)
class WarmingPage:
    """Shown until the first result is there."""

    template: ClassVar[str] = "warming.html"
    page: Page


@dataclass(frozen=True)
class ErrorPage:
    """Shown in place of a page that cannot be."""

    template: ClassVar[str] = "error.html"
    page: Page
    problem: Problem


@dataclass(frozen=True)
class StepsPage:
    """Some steps of one run, as a film strip."""

    template: ClassVar[str] = "steps.html"
    page: Page
    film: Film


@dataclass(frozen=True)
class TimelinePage:
    """The memory of one run over its steps, on a page of its own."""

    template: ClassVar[str] = "timeline.html"
    page: Page
    trace: Trace
    code: tuple[CodeLine, ...]


Context = (
    LabPage
    | TimePage
    | AllocatorPage
    | PlayPage
    | GalleryPage
    | ClassPage
    | DiagnosisPage
    | CheatSheetPage
    | SearchPage
    | ReferencePage
    | StepsPage
    | TimelinePage
    | SweepPage
    | SweepRow
    | SweepGist
    | LessonsPage
    | LessonPage
    | PartPage
    | EmbedPage
    | ClassroomPage
    | RoomPage
    | RoomPart
    | RoomStage
    | RoomRun
    | DeskPage
    | DeskStage
    | DeskClass
    | ScreenPage
    | ScreenStage
    | ExportPage
    | WarmingPage
    | ErrorPage
)
