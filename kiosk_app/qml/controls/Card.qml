pragma ComponentBehavior: Bound

import QtQuick
import ".."

// White ground for things that belong together.
Rectangle {
    color: Theme.card
    radius: Theme.radiusBig
    border.width: Theme.edge
    border.color: Theme.line
}
