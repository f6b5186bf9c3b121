"""One cell: plain text, cents, Unix seconds."""

import re
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CHINA = timezone(timedelta(hours=8))
NOTHING = {"", "null", "-", "--", "/", "无", "无退款申请"}
SHAPES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y%m%d",
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%d-%b-%Y", "%b-%d-%y %H:%M:%S", "%b-%d-%y", "%m/%d/%y", "%m/%d/%Y",
)


def clean(cell):
    """Without the wrappings that platforms put around a value."""
    blanks = " \t\r\n\u00a0\u3000"
    text = cell.strip(blanks)
    wrapped = re.fullmatch('="(.*)"', text, re.S)
    if wrapped:
        text = wrapped.group(1).strip(blanks)
    if text[:1] in ("'", "`"):
        text = text[1:].strip(blanks)
    return text


def heading(cell):
    return re.sub(r"\s+", " ", clean(cell.lstrip("\ufeff"))).replace("（", "(").replace("）", ")")


def folded(text):
    """A state word without commas and blanks."""
    return re.sub(r"[,，\s]", "", text)


def cents(text):
    """None where nothing stands. `131.77(已退款89.84)` is 131.77."""
    text = re.sub(r"\(.*\)$", "", text)
    text = re.sub(r"[¥￥$元,\s]", "", text)
    if text in NOTHING:
        return None
    try:
        return int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except InvalidOperation:
        return None


def money(amount):
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


def moment(text, zone=CHINA):
    """ISO 8601 in the zone of the test, or nothing."""
    if text in NOTHING or text == "0":
        return ""
    if re.fullmatch("[0-9]{10}|[0-9]{13}", text):
        return datetime.fromtimestamp(int(text[:10]), CHINA).isoformat()
    for shape in SHAPES:
        try:
            at = datetime.strptime(text, shape)
        except ValueError:
            continue
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(CHINA).isoformat()
    raise ValueError(f"no time: {text!r}")
