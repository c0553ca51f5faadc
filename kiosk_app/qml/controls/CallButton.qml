pragma ComponentBehavior: Bound

import ".."

// A person: the one orange button.
PressButton {
    glyph: "phone"
    fill: Theme.acc
    ink: Theme.inkOnAcc
    border: Theme.acc
}
