"""Core: what this tool says when something does not work: a stable code and a sentence in both languages."""

from collections.abc import Mapping

from devices.camera import card_words
from devices.errors import LocalDeviceError
from devices.model import Completion, Outcome

Text = Mapping[str, str]


class LocalToolError(LocalDeviceError):
    """The tool cannot do what was asked: shown to the person who typed it. `fields` go beside the code."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


def error_of(outcome: Outcome) -> LocalToolError:
    """A command that did not succeed, by its detail when there is one."""
    if outcome.completion is Completion.OUTCOME_UNKNOWN:  # why is of less use than what to do
        return LocalToolError(outcome.completion.value, completion=outcome.completion.value, cause=outcome.detail)
    return LocalToolError(outcome.detail or outcome.completion.value, completion=outcome.completion.value)


def answer_of(error: LocalToolError) -> dict[str, object]:
    """The one JSON object that stands for an error."""
    fallback = error.fields.get("completion", Completion.HARDWARE.value)
    text = SENTENCES.get(error.code) or SENTENCES[str(fallback)]
    return {"ok": False, "code": error.code, **error.fields, "text": dict(text)}


def _text(zh: str, en: str) -> Text:
    return {"zh": zh, "en": en}


SENTENCES: Mapping[str, Text] = {
    # how a command can end
    "cancelled": _text("已取消。", "It was cancelled."),
    "timeout": _text("在规定时间内没有完成。", "It was not done in time."),
    "not_ready": _text("设备现在不能工作，什么也没有做。", "The device cannot work now; nothing was done."),
    "media": _text("请检查纸张或卡片。", "Please look at the paper or the card."),
    "user_error": _text("请按提示再操作一次。", "Please do it again as shown."),
    "hardware": _text("设备或连线出了故障。", "The device or its cable failed."),
    "unsupported": _text("这台设备不支持这项操作。", "The device cannot do this."),
    "protocol": _text("设备的回答看不懂，请核对型号和波特率。", "The answer makes no sense; check the baud rate."),
    "outcome_unknown": _text(
        "不确定是否已经出纸，请先看看，不要直接重试。",
        "Paper may or may not have come out: look first, do not just repeat.",
    ),
    # the wire
    "not_plugged_in": _text("这个地址上没有接设备。", "Nothing is plugged in at this address."),
    "ambiguous": _text("有几个设备符合这个地址，请写得更具体。", "Several devices match this address; name one."),
    "unplugged": _text("设备在使用中被拔掉了。", "The device was unplugged while in use."),
    "no_answer": _text("设备没有回答，请检查电源、连线和波特率。", "No answer; check power, cable and baud rate."),
    "not_taking_bytes": _text("设备不接收数据。", "The device takes no bytes."),
    "port_taken": _text(
        "端口被别的程序占用；终端程序还在运行的话，请先停掉。",
        "Another program holds the port; if the kiosk is running, stop it first.",
    ),
    "port_refused": _text("端口打不开，请检查权限。", "The port cannot be opened; check permissions."),
    "refused": _text("对方拒绝连接，请核对地址和端口号。", "The connection was refused; check host and port."),
    "unreachable": _text("网络上找不到这个地址。", "The address cannot be reached."),
    "cut": _text("连接中断了。", "The connection broke off."),
    "no_reader": _text("没有找到这个名字的读卡器，请检查连线。", "No reader of this name is there; check its cable."),
    "service_down": _text("智能卡服务（pcscd）没有运行。", "The smart card service (pcscd) is not running."),
    "reader_hangs": _text(
        "读卡器卡住了，请拔出卡片再插入。", "The reader hangs; pull the card out and put it in again."
    ),
    "deadline": _text("在规定时间内没有完成。", "It was not done in time."),
    "waited_in_queue": _text("设备一直没有准备好，时间到了。", "The device was not ready before the time was up."),
    "garbled": _text("回答在路上坏了，请核对波特率和接线。", "The answer was spoilt on its way; check rate and cable."),
    "wrong_answer": _text("对方答非所问，请核对站号和地址。", "Something else answered; check unit and address."),
    "illegal_function": _text("这块板不支持这项操作。", "The board does not know this function."),
    "illegal_address": _text("板上没有这个编号，请核对接线编号。", "The board has no such number; check the wiring."),
    "illegal_value": _text("板子不接受这个值。", "The board does not take this value."),
    "board_failed": _text("板子报告自身故障。", "The board reports that it failed."),
    "board_busy": _text("板子正忙，请稍后再试。", "The board is busy; try again later."),
    # what people can mend
    "unknown_card": _text("不认识这张卡。", "This card is not known."),
    "wrong_card": _text("这不是身份证，请换成身份证。", "This is no ID card; please lay one down."),
    "two_cards": _text("感应区上不止一张卡，请只放一张。", "There is more than one card; please lay down only one."),
    "card_unreadable": _text(
        "这张卡没读出来，请拿起来再放一次。", "The card could not be read; lift it and lay it down again."
    ),
    "card_unverified": _text("卡里的信息没有通过验证。", "What the card holds could not be verified."),
    "card_in_use": _text("卡片正被别的程序占用。", "Another program is using the card."),
    "no_profile": _text("没有配置这种卡的读取规则。", "Nothing is configured that says how to read this kind of card."),
    "paper_out": _text("打印机缺纸，请装纸。", "The printer is out of paper."),
    "cover_open": _text("打印机上盖没有合上。", "The printer's cover is open."),
    "cutter_jam": _text("切刀卡住了。", "The cutter is jammed."),
    "too_hot": _text("打印头过热，请稍等。", "The print head is too hot; wait a little."),
    "printer_offline": _text("打印机处于脱机状态。", "The printer is offline."),
    "status_bits": _text(
        "打印机的回答看不懂，请检查连线和波特率。", "The printer's answer makes no sense; check cable and baud rate."
    ),
    "printer_error": _text("打印机报告故障。", "The printer reports a fault."),
    "paper_near_end": _text("纸快用完了，请准备加纸。", "Paper is running low."),
    "paper_jam": _text("打印机卡纸了，请打开机盖取出卡住的纸。", "Paper is jammed; open the printer and take it out."),
    "toner_low": _text("碳粉快用完了，请准备更换。", "Toner is running low."),
    "toner_empty": _text("碳粉用完了，请更换粉盒。", "Toner is used up; put in a new cartridge."),
    "waste_nearly_full": _text("废粉盒快满了，请准备更换。", "The waste toner box is nearly full."),
    "waste_full": _text("废粉盒满了，请更换。", "The waste toner box is full; put in a new one."),
    "output_nearly_full": _text("出纸口快满了，请取走纸张。", "The output tray is nearly full; take the paper."),
    "output_full": _text("出纸口满了，请取走纸张。", "The output tray is full; take the paper."),
    "printer_stopped": _text("打印机已暂停，请在打印机上恢复。", "The printer is paused; resume it at its panel."),
    "stray_job": _text(
        "打印机里还有上一位的任务取消不掉，暂不能打印。",
        "A job of somebody before cannot be cancelled; nothing may print.",
    ),
    "queue_offline": _text("打印服务（CUPS）没有回答。", "The print service (CUPS) does not answer."),
    "queue_stopped": _text("打印队列已停用，请启用。", "The print queue is stopped; enable it."),
    "queue_raw": _text(
        "打印队列没有驱动，请用 lpadmin -m everywhere 重新建立。",
        "The print queue translates nothing; make it again with lpadmin -m everywhere.",
    ),
    "other_reader": _text("这个地址上是另一台读卡器。", "Another reader is at this address."),
    "self_test_failed": _text("读卡器自检没有通过，请更换。", "The reader failed its self-test; replace it."),
    "not_authorised": _text("读卡器的安全模块没有授权。", "The reader's security module is not authorised."),
    "not_permitted": _text("读卡器不允许这项操作。", "The reader does not permit this."),
    "bad_command": _text("读卡器不认识这条命令。", "The reader does not know this command."),
    "reader_failed": _text("读卡器报告不明故障。", "The reader reports an unknown failure."),
    "gateway_failed": _text("读卡器前面的网关报告故障。", "The gateway before the reader reports a failure."),
    "question_garbled": _text(
        "读卡器收到的命令不完整，请检查连线和波特率。", "Our questions reach the reader garbled; check cable and rate."
    ),
    "bad_checksum": _text("回答在路上坏了，请检查连线。", "The answers are spoilt on their way; check the cable."),
    "other_printer": _text("这个地址上是另一台打印机。", "Another printer is at this address."),
    "busy": _text("打印机正忙，请稍后再试。", "The printer is busy; try again later."),
    "not_accepting_jobs": _text("打印机现在不接收任务。", "The printer accepts no jobs now."),
    "no_pdf": _text(
        "这台打印机不认识 PDF，请配置 CUPS 队列（选项 queue）。",
        "The printer understands no PDF; configure a CUPS queue (option queue).",
    ),
    "document_format": _text("打印机不认识这种文件。", "The printer does not understand this kind of file."),
    "broken_document": _text("文件已损坏，打印不了。", "The file is broken and cannot be printed."),
    "nothing_to_print": _text("没有要打印的内容，或份数不对。", "There is nothing to print, or the number is wrong."),
    "no_a4": _text("打印机不支持 A4 纸。", "The printer has no A4 paper."),
    "copies": _text("打印机一次打不了这么多份。", "The printer cannot make so many copies at once."),
    "colour": _text("打印机不能只打黑白。", "The printer cannot be told to print in black only."),
    "job_attributes": _text("打印机不接受这样的打印设置。", "The printer does not accept these settings."),
    "cancelled_at_printer": _text("任务在打印机上被取消了。", "The job was cancelled at the printer."),
    "aborted": _text("打印机放弃了这个任务。", "The printer gave the job up."),
    "job_lost": _text("打印机已不认识这个任务，请看看有没有出纸。", "The printer forgot the job; look for paper."),
    "frozen": _text("摄像头没有画面。", "The camera shows nothing."),
    "ended": _text("摄像头的画面结束了。", "The camera's picture ended."),
    "no_such_mode": _text("摄像头没有这种尺寸或格式。", "The camera has no such size or format."),
    "no_such_stream": _text("摄像头上没有这个地址，请核对路径。", "The camera knows no such path; check the address."),
    "head_too_long": _text("对方没有用 HTTP 回答，请核对地址。", "No HTTP is spoken there; check the address."),
    "picture_length": _text("图像的大小不合理。", "The size of the picture makes no sense."),
    "request_refused": _text("摄像头拒绝了请求。", "The camera refused the request."),
    "login_refused": _text("摄像头的用户名或密码不对。", "The camera refuses this user and password."),
    "not_http": _text("对方没有用 HTTP 回答，请核对地址。", "No HTTP is spoken there; check the address."),
    "not_rtsp": _text("对方没有用 RTSP 回答，请核对地址。", "No RTSP is spoken there; check the address."),
    "bad_picture": _text("图像无法解码。", "The picture cannot be decoded."),
    "no_page": _text("画面里没有找到纸张。", "No sheet of paper was found in the picture."),
    "cut_corner": _text("纸张有一部分在画面外，请移到中间。", "Part of the sheet is outside the picture; move it in."),
    **{word.value: sentence for word, sentence in card_words.SENTENCES.items()},
    "no_code": _text("画面里没有找到条码或二维码。", "No barcode or QR code was found in the picture."),
    "unreadable_code": _text("扫到的内容无法识别，请换一个码再试。", "What was scanned is no text; try another code."),
    "code_too_long": _text("扫到的内容太长。", "What was scanned is too long."),
    # what was typed
    "usage": _text("命令写法不对。", "The command is not written right."),
    "bad_address": _text("这种设备不支持这个地址。", "This device cannot be at such an address."),
    "bad_option": _text("选项的值不对。", "The value of an option is wrong."),
    "bad_config": _text("配置文件有误。", "The configuration file is wrong."),
    "bad_scenario": _text("场景文件有误。", "The scenario file is wrong."),
    "no_person": _text(
        "没有终端可以提示操作人员，请在终端里运行，或用 --control 指定模拟器。",
        "Nobody can be asked without a terminal: run it in one, or name an emulator with --control.",
    ),
    "nobody_there": _text("等了很久没有人按回车。", "Nobody pressed Enter for a long time."),
    "order_refused": _text("模拟器没有照办。", "The emulator did not do as ordered."),
    "trace_lost": _text(
        "记录不完整，有几行来不及写。", "The trace is not complete: some lines could not be written in time."
    ),
    "no_such_role": _text("配置里没有这个角色。", "The configuration has no such role."),
    "cannot_read_file": _text("文件读不出来。", "The file cannot be read."),
    "cannot_write_file": _text("文件写不进去。", "The file cannot be written."),
}
