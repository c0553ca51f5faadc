pragma ComponentBehavior: Bound

import QtQuick

// What every page is: it draws its view and may answer the bottom bar's buttons itself.
Item {
    id: area

    required property var view
    required property var intents
    property bool ready: true
    // The page itself has the ways to the side that else stand in the bottom bar.
    property bool showsLinks: false

    // true: the page has taken the press; false: the usual intent goes out.
    function goOn(): bool { return false }
    function doSecondary(): bool { return false }
    // The primary button was touched before it can be pressed.
    function urge(): void {}
}
