package com.ovhi.outreach.webhook.twilio;

import static com.ovhi.outreach.common.ids.FailureClass.CONFIG;
import static com.ovhi.outreach.common.ids.FailureClass.OPTOUT;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_ADDR;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_MSG;
import static com.ovhi.outreach.common.ids.FailureClass.RETRY;
import static com.ovhi.outreach.common.ids.FailureClass.THROTTLE;
import static com.ovhi.outreach.common.ids.FailureClass.WINDOW;

import com.ovhi.outreach.common.ids.FailureClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What Twilio's error codes mean when they come after the message was accepted. */
final class TwilioErrorCodes {

    /** The validity period ended before the message could be delivered. */
    static final String VALIDITY_EXPIRED = "30036";

    private static final Map<String, FailureClass> CLASSES = classes();

    private TwilioErrorCodes() {}

    static Optional<FailureClass> classOf(String code) {
        return Optional.ofNullable(CLASSES.get(code));
    }

    private static Map<String, FailureClass> classes() {
        var classes = new HashMap<String, FailureClass>();
        put(
                classes,
                CONFIG,
                "20003 20005 30002 21408 21606 21603 21701 21702 21703 21704 21705 21712 30024 30010 30018");
        put(
                classes,
                CONFIG,
                "30032 30034 30125 21717 21718 21719 21720 21721 21722 21723 21724 21725 21726 21727 21728");
        put(classes, CONFIG, "63007 63015 63020 30450");
        put(classes, THROTTLE, "20429 21611 30001 30022 30023 30025 30026 30027 63017 63018 63038");
        put(classes, RETRY, "20500 20503 30410 30017 63009 63010 63012 30003 30008");
        put(classes, PERM_ADDR, "21211 21217 21401 21421 21214 21612 21614 30005 30006 63003 63024 30640");
        put(classes, PERM_MSG, "21602 21617 21620 21623 30019 30004 30007 30610 63005 63006 63013 63021 63026");
        put(classes, PERM_MSG, "63027 63028 63029 63041 21654 21655 21656 63032 63036");
        put(classes, OPTOUT, "21610 63014 63033");
        put(classes, WINDOW, "63016");
        return Map.copyOf(classes);
    }

    private static void put(Map<String, FailureClass> classes, FailureClass failureClass, String codes) {
        for (var code : codes.split(" ")) {
            classes.put(code, failureClass);
        }
    }
}
