"""The types of schema.org that pages say of themselves, https://schema.org/docs/full.html.

A property without a value is left out.
"""

from msgspec import Struct


class Node(Struct, frozen=True, tag_field="@type", rename="camel", omit_defaults=True):
    """A thing with its properties."""


class Person(Node, tag="Person", frozen=True, kw_only=True):
    """Who wrote an article."""

    name: str


class NewsMediaOrganization(Node, tag="NewsMediaOrganization", frozen=True, kw_only=True):
    """An outlet."""

    name: str
    url: str | None = None


class Organization(Node, tag="Organization", frozen=True, kw_only=True):
    """Who publishes the digest."""

    name: str
    url: str


class WebSite(Node, tag="WebSite", frozen=True, kw_only=True):
    """The digest."""

    name: str
    url: str


class CorrectionComment(Node, tag="CorrectionComment", frozen=True, kw_only=True):
    """What was wrong in an article and was mended."""

    text: str
    date_published: str


class NewsArticle(Node, tag="NewsArticle", frozen=True, kw_only=True):
    """An article of the digest, or an original that one is based on."""

    url: str | None = None
    main_entity_of_page: str | None = None
    headline: str | None = None
    description: str | None = None
    image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    in_language: str | None = None
    is_accessible_for_free: bool | None = None
    keywords: list[str] | None = None
    author: Person | None = None
    publisher: Organization | NewsMediaOrganization | None = None
    is_based_on: "NewsArticle | list[NewsArticle] | None" = None
    correction: CorrectionComment | list[CorrectionComment] | None = None


class ListItem(Node, tag="ListItem", frozen=True, kw_only=True):
    """A step on the way to a page, or one of what a page lists."""

    position: int
    """From 1 on."""
    name: str | None = None
    item: str | None = None
    url: str | None = None


class ItemList(Node, tag="ItemList", frozen=True, kw_only=True):
    """What a page lists."""

    item_list_element: list[ListItem]


class CollectionPage(Node, tag="CollectionPage", frozen=True, kw_only=True):
    """A page that lists articles or other pages."""

    url: str
    name: str
    description: str | None = None
    in_language: str
    is_part_of: WebSite
    main_entity: ItemList | None = None
