pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Ends or erases something.
PressButton {
    ink: Theme.badText
    border: Theme.contrast ? Theme.bad : Qt.tint(Theme.line, "#40C23B2C")
}
