"""Chat logs of every layout that shops really have, read line by line without trusting any of them."""

from cs_scripts.chatlog.layouts.detect import LAYOUTS, detect
from cs_scripts.chatlog.layouts.layout import Source
from cs_scripts.chatlog.message import Batch, Block, Message
from cs_scripts.chatlog.read import find_files, messages_of, read_messages
from cs_scripts.files.rejects import Reject

__all__ = ["LAYOUTS", "Batch", "Block", "Message", "Reject", "Source", "detect", "find_files", "messages_of", "read_messages"]
