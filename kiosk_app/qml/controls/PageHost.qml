pragma ComponentBehavior: Bound

import QtQuick
import "../pages"

// Exactly one page stands on the glass.
Loader {
    id: host

    required property var views
    required property var intents
    required property var frames
    readonly property PageArea page: item as PageArea
    readonly property bool building: status === Loader.Loading

    // Built in slices between frames: a page of many fields never holds up the glass.
    asynchronous: true
    sourceComponent: pages[views.frame.page] ?? null
    readonly property var pages: ({
        welcome: welcome, find: find, guide: guide, identify: identify, form: form, material: material, check: check,
        call: call, sign: sign, review: review, submitting: submitting, done: done, stored: stored,
        takeCard: takeCard, apology: apology, help: help, complaint: complaint, message: message,
        progress: progress, checkIn: checkIn, keeper: keeper
    })

    Component { id: welcome; WelcomePage { view: host.views.welcome; links: host.views.frame.links; intents: host.intents } }
    Component { id: find; FindPage { view: host.views.find; intents: host.intents } }
    Component { id: guide; GuidePage { view: host.views.guide; intents: host.intents } }
    Component { id: identify; IdentifyPage { view: host.views.identify; intents: host.intents } }
    Component { id: form; FormPage { view: host.views.form; intents: host.intents } }
    Component { id: material; MaterialPage { view: host.views.material; intents: host.intents; frames: host.frames } }
    Component { id: check; CheckPage { view: host.views.check; intents: host.intents } }
    Component { id: call; CallPage { view: host.views.call; form: host.views.form; intents: host.intents; frames: host.frames } }
    Component { id: sign; SignPage { view: host.views.sign; intents: host.intents } }
    Component { id: review; ReviewPage { view: host.views.review; intents: host.intents } }
    Component { id: submitting; SubmittingPage { view: host.views.submitting; intents: host.intents } }
    Component { id: done; DonePage { view: host.views.done; intents: host.intents } }
    Component { id: stored; StoredPage { view: host.views.stored; intents: host.intents } }
    Component { id: takeCard; TakeCardPage { view: host.views.takeCard; intents: host.intents } }
    Component { id: apology; ApologyPage { view: host.views.apology; intents: host.intents } }
    Component { id: help; HelpPage { view: host.views.help; intents: host.intents } }
    Component { id: keeper; KeeperPage { view: host.views.keeper; intents: host.intents; frames: host.frames } }
    Component { id: progress; InquiryPage { view: host.views.progress; intents: host.intents } }
    Component { id: checkIn; InquiryPage { view: host.views.checkIn; intents: host.intents } }
    Component { id: complaint; LetterPage { view: host.views.complaint; intents: host.intents } }
    Component { id: message; LetterPage { view: host.views.message; intents: host.intents } }
}
