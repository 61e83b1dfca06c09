package com.ovhi.outreach.webhook.whatsapp;

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

/** What Meta's error codes mean when they come after the message was accepted. */
final class MetaErrorCodes {

    private static final Map<String, FailureClass> CLASSES = classes();

    private MetaErrorCodes() {}

    static Optional<FailureClass> classOf(String code) {
        var known = CLASSES.get(code);
        return known == null && permission(code) ? Optional.of(CONFIG) : Optional.ofNullable(known);
    }

    /** 200 to 299 are missing permissions. */
    private static boolean permission(String code) {
        return code.length() == 3 && code.startsWith("2");
    }

    private static Map<String, FailureClass> classes() {
        var classes = new HashMap<String, FailureClass>();
        put(classes, CONFIG, "0 3 10 190 131005 131064 368 131031 130497 131030 131037 131042 131044 131045 131063");
        put(classes, THROTTLE, "4 80007 130429 133016 131056 131048");
        put(classes, RETRY, "1 2 131000 131016 135000 131053 131052 131057 2494100");
        put(
                classes,
                PERM_MSG,
                "131008 131009 100 131051 131021 132000 132012 132008 132005 132001 132007 132015 132016");
        put(classes, PERM_MSG, "131049 130472 131062 137000");
        put(classes, PERM_ADDR, "131026");
        put(classes, WINDOW, "131047");
        put(classes, OPTOUT, "131050");
        return Map.copyOf(classes);
    }

    private static void put(Map<String, FailureClass> classes, FailureClass failureClass, String codes) {
        for (var code : codes.split(" ")) {
            classes.put(code, failureClass);
        }
    }
}
