pragma ComponentBehavior: Bound

import ".."

// The way forward.
PressButton {
    fill: Theme.pri
    ink: Theme.inkOnPri
    border: Theme.pri
}
