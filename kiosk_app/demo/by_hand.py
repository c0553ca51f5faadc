"""Shell: the demo for a person with a display: the kiosk opens, the seat's address and sign-in are printed."""

from kiosk_app.demo.stage import USER, Stage

HELP = """
政务晓屋演示 / demo
  云坐席 seat page   {url}/seat
  工号 user          {user}
  口令 password      {password}

In this terminal, one word and Enter gives the booth a hand:
  card    放上身份证 / lay the invented ID card on the reader      uncard   取走 / take it
  paper   放上材料   / lay the sample paper under the camera       unpaper  拿开 / take it away
  cut     断网       / cut the network                             mend     恢复 / bring it back
  quit    结束       / end
"""


def run_by_hand(stage: Stage) -> int:
    """Until the window closes or the person says quit."""
    arguments = ("--config", str(stage.config), "--data-dir", str(stage.data))
    booth = stage.programs.module("kiosk", "kiosk_app", *arguments, env=stage.screen)
    print(HELP.format(url=stage.url, user=USER, password=stage.password), flush=True)
    hands = {
        "card": stage.devices.insert_card,
        "uncard": lambda: stage.devices.reader.act("remove"),
        "paper": stage.devices.put_paper,
        "unpaper": lambda: stage.devices.document.act("take_paper"),
        "cut": stage.cut_network,
        "mend": stage.restore_network,
    }
    while booth.poll() is None:
        try:
            word = input("> ").strip()
        except EOFError:
            break
        if word == "quit":
            break
        if word in hands:
            hands[word]()
        elif word:
            print("card uncard paper unpaper cut mend quit")
    return booth.poll() or 0
