"""What a page of the playground is called, what it teaches, and where it is found."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Card:
    """One idea of the article on Home, with a link to the page where it can be touched.

    Attributes:
        chapter: its place in the article, by which Home orders the cards.
        title: the idea's name.
        icon: a Material icon.
        text: one or two sentences in Markdown.
    """

    chapter: int
    title: str
    icon: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page of the playground.

    Attributes:
        path: its path in the URL, and its key in `PAGES`.
        title: its name in the sidebar and its heading.
        icon: a Material icon.
        idea: what it teaches, in one sentence below the heading.
        section: the group of the sidebar that it stands in; pages of a section follow one another.
        contents: what can be done there, as README's table says it.
        cards: the ideas of the article that Home links here.
        terms: the field's words that it uses, keys of `playground.notices.terms.TERMS`, which its first line explains.
    """

    path: str
    title: str
    icon: str
    idea: str
    section: str
    contents: str
    cards: tuple[Card, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The page's script, relative to the repository."""
        return f"pages/{self.path}.py"
