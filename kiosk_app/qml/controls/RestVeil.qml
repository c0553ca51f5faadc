pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Nobody is near: the glass is dim, and every word on it can still be read. Takes no touch, so that a blind sensor locks
// nobody out.
Rectangle {
    id: veil

    required property bool resting

    color: "#000000"
    opacity: resting ? 0.4 : 0
    visible: opacity > 0
    Behavior on opacity { NumberAnimation { duration: Theme.calm } }
}
