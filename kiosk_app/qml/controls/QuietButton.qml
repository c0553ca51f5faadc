pragma ComponentBehavior: Bound

import ".."

// Anything that is not the way forward.
PressButton {
    ink: Theme.ink2
}
