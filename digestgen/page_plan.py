"""Pages before they are made."""

from collections.abc import Hashable
from datetime import datetime

from msgspec import Struct

from digestgen.promise import Printed, Promise
from digestgen.views import BodyPlan, Masthead, Page, View


class PagePlan(Struct, frozen=True, kw_only=True):
    """A page that can be made by whoever needs it: where it goes, and what it is made from."""

    path: str
    """In the output."""
    template: str
    view: Promise[View] | Printed[View]
    bodies: tuple[BodyPlan, ...] = ()
    """The texts that it shows."""
    origin: str
    """What the page is made from, for messages: a content file, or words such as `topic x`."""
    published: datetime | None = None
    """When the article was that it shows, the newest one of a list; None if it shows none.

    Pages of one time are made together. It shows in none of them, so it is no part of the mark.
    """

    @property
    def mark(self) -> tuple[Hashable, ...]:
        """Return what is equal for equal pages."""
        return (self.path, self.template, self.view.print, self.bodies, self.origin)

    def page(self, masthead: Masthead) -> Page:
        """Return the page, which *masthead* heads."""
        return Page(
            path=self.path,
            template=self.template,
            masthead=masthead,
            view=self.view.kept(),
            bodies=self.bodies,
            origin=self.origin,
        )
