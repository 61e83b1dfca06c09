package com.ovhi.outreach.channel.twilio;

import static com.ovhi.outreach.common.ids.FailureClass.CONFIG;
import static com.ovhi.outreach.common.ids.FailureClass.OPTOUT;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_ADDR;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_MSG;
import static com.ovhi.outreach.common.ids.FailureClass.RETRY;
import static com.ovhi.outreach.common.ids.FailureClass.THROTTLE;
import static com.ovhi.outreach.common.ids.FailureClass.WINDOW;

import com.ovhi.outreach.channel.gateway.CodeTable;
import java.time.Duration;

/** What Twilio's error codes mean (domain.md §2.3). */
final class TwilioCodes {

    static final CodeTable TABLE = CodeTable.builder()
            .codes(CONFIG, 20003, 20005, 30002)
            .codes(THROTTLE, 20429)
            .codes(RETRY, 20500, 20503, 30410, 30017, 63009, 63010, 63012)
            .codes(PERM_ADDR, 21211, 21217, 21401, 21421)
            .codes(PERM_ADDR, 21214, 21612)
            .aboutRecipient(CONFIG, 21408)
            .codes(PERM_MSG, 21602, 21617, 21620, 21623, 30019)
            .codes(CONFIG, 21212, 21603, 21606, 21609, 21712, 30024)
            .range(CONFIG, 21701, 21705)
            .codes(OPTOUT, 21610)
            .codes(THROTTLE, Duration.ofMinutes(1), 21611, 30001)
            .codes(PERM_ADDR, 21604, 21614, 30006)
            .aboutRecipient(RETRY, 30003, 30008)
            .codes(PERM_MSG, 30004)
            .codes(PERM_ADDR, 30005)
            .codes(PERM_MSG, 30007)
            .codes(CONFIG, 30010, 30018, 30032, 30034, 30125)
            .range(CONFIG, 21717, 21728)
            .codes(THROTTLE, Duration.ofMinutes(5), 30022, 30025, 30026)
            .codes(THROTTLE, Duration.ofHours(12), 30023, 30027)
            .codes(PERM_MSG, 30036, 30450)
            .codes(THROTTLE, Duration.ofHours(1), 30610)
            .codes(OPTOUT, 30640)
            .codes(PERM_ADDR, 63003, 63024)
            .codes(PERM_MSG, 63005, 63006, 63013, 63021, 63026)
            .codes(CONFIG, 63007, 63015, 63020)
            .codes(OPTOUT, 63014, 63033)
            .codes(WINDOW, 63016)
            .codes(THROTTLE, Duration.ofMinutes(1), 63017, 63018, 63038)
            .codes(PERM_MSG, 63027, 63028, 63029, 63041, 21654, 21655, 21656)
            .codes(PERM_MSG, 63032)
            .codes(PERM_ADDR, 63036)
            .codes(CONFIG, 11200, 11205, 11210, 11220, 12100)
            .build();

    private TwilioCodes() {}
}
