"""Take personal data out of chat text before it leaves the machine: what remains says what kind stood there.

Patterns follow the forms used in China and would rather mask too much of an address than too little; a bare place name
("发到北京要几天") is no address, and figures that say what they are (a barcode, an amount, a time) stay.
"""

from cs_scripts.text.pii.masking import MASKED_KINDS, mask, mask_counted
from cs_scripts.text.pii.pseudonyms import Pseudonyms, read_key

__all__ = ["MASKED_KINDS", "Pseudonyms", "mask", "mask_counted", "read_key"]
