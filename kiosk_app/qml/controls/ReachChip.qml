pragma ComponentBehavior: Bound

import ".."

// On a tall glass: everything to press in the lower half, and back.
Chip {
    required property var frame

    visible: Theme.portrait
    text: on ? qsTr("放低 开") : qsTr("放低")
    describedAs: on ? qsTr("放低 开") : qsTr("把按钮放到下半屏")
    toggles: true
    on: frame.reach
}
