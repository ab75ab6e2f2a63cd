"""Pictures in the media store: `aws media upload`, `link`."""

from pathlib import Path

import typer

from core.commands.printing import FORMAT, Format, print_rows, say

media = typer.Typer(no_args_is_help=True, help="Posters and photos in the media store.")


@media.command()
def upload(files: list[Path] = typer.Argument(..., exists=True, dir_okay=False, help="JPEG, PNG or WebP, up to 10 MB."),
           style: Format = FORMAT) -> None:
    """Keep pictures with their thumbnails; what they are is read from the bytes, not from the name."""
    from core.aws import media as kept

    pictures = [kept.upload(kept.shelf(), file.read_bytes()) for file in files]
    print_rows(kept.Picture._fields, pictures, style)


@media.command()
def link(name: str = typer.Argument(..., help="What `upload` printed."),
         seconds: int = typer.Option(900, "--seconds", min=1, max=900, help="How long it opens; at most 15 minutes."),
         ) -> None:
    """An address that a browser can open for some minutes."""
    from core.aws import media as kept

    address = kept.shelf().link(name, seconds)
    if address is None:
        say("Without MARQUEE_S3_BUCKET pictures have no address; they are in the folder media of the store.")
        raise typer.Exit(1)
    typer.echo(address)
