"""What is said of a journal whose tables are of another version than this program's."""


def other_version(journal: str, version: int, ours: int) -> str:
    """One sentence, with what to do. `journal` says which: its path, for one."""
    words = f"the journal {journal} has tables of version {version}, this program those of {ours}"
    if version > ours:
        return f"{words}: use the newer program that wrote it"
    return f"{words}: start this program's server once, which brings them up to date"
