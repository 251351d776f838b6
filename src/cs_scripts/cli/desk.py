"""``cs-scripts desk``: open the page beside the chat client."""

from __future__ import annotations

import secrets
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cs_scripts.cli.console import note
from cs_scripts.errors import ArgumentError, MissingExtraError
from cs_scripts.learning.choices import choices_path, data_folder

if TYPE_CHECKING:
    from cs_scripts.desk.shop import Files


@click.command(help="打开工作台：放在千牛旁边的本机网页。粘贴买家的话，按 1–9 复制回复。数据不出本机。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="不写则用空闲端口")
@click.option("--host", default="127.0.0.1", metavar="地址", help="给局域网用时写本机地址，须同时写 --token", show_default=True)
@click.option("--token", metavar="口令", help="至少 16 个字母或数字；不写则每次新取一个")
@click.option("--no-browser", is_flag=True, help="只打印地址，不打开浏览器")
@click.option("--shop", metavar="文件", help="店铺资料 shop.yaml")
@click.option("--phrases", metavar="文件", help="本店话术本，存为话术时写进它；不写则放在本机数据目录")
@click.option("--goods", metavar="文件", help="商品表（csv、xlsx、yaml），模板见 cs-scripts goods template")
@click.option("--drafts", metavar="文件", help="mine 找出的草稿：在页面上一条条看，收下的写进本店话术本")
@click.option("--unmasked", is_flag=True, help="选用记录里不打码（默认打码电话、地址、单号）")
def command(
    port: int,
    host: str,
    token: str | None,
    no_browser: bool,
    shop: str | None,
    phrases: str | None,
    goods: str | None,
    drafts: str | None,
    unmasked: bool,
) -> None:
    """Serve the desk until interrupted."""
    try:
        from cs_scripts.desk.guard import is_loopback
        from cs_scripts.desk.server import listen, make_app, serve
    except ImportError:
        raise MissingExtraError("工作台", "desk") from None
    from cs_scripts.desk.shop import Desk, Files

    if not is_loopback(host) and not token:
        raise ArgumentError("--host", "给别的机器用时要同时写 --token，免得谁都能进")
    if token is not None and (len(token) < 16 or not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in token)):
        raise ArgumentError("--token", "至少 16 个字母、数字、- 或 _")
    own = Path(phrases) if phrases else data_folder() / "phrases.yaml"
    files = Files(choices_path(shop), own, *(Path(name) if name else None for name in (shop, goods, drafts)))
    _refuse_broken(files)
    token = token or secrets.token_urlsafe(18)
    bound = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/?token={token}"
    click.echo(address)
    note("在浏览器里打开上面的地址；按 Ctrl+C 结束")
    bound.listen(128)
    if not no_browser:
        webbrowser.open(address)
    serve(make_app(lambda: Desk.load(files, masked=not unmasked), token, host), bound)


def _refuse_broken(files: Files) -> None:
    """Read the shop's files before the page opens, so that what is wrong with them is said in the terminal."""
    from cs_scripts.learning.draft_file import load_drafts
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.shop.goods import Goods
    from cs_scripts.shop.profile import load_shop

    book = load_phrasebook(files.phrases)
    if files.shop:
        load_shop(files.shop, book, other_slots=files.phrases is None)
    if files.goods:
        Goods.load(files.goods)
    if files.drafts:
        load_drafts(files.drafts)
