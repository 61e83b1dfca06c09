package com.ovhi.outreach.channel.whatsapp;

import static com.ovhi.outreach.common.ids.FailureClass.CONFIG;
import static com.ovhi.outreach.common.ids.FailureClass.OPTOUT;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_ADDR;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_MSG;
import static com.ovhi.outreach.common.ids.FailureClass.RETRY;
import static com.ovhi.outreach.common.ids.FailureClass.THROTTLE;
import static com.ovhi.outreach.common.ids.FailureClass.WINDOW;

import com.ovhi.outreach.channel.gateway.CodeTable;
import java.time.Duration;

/** What Meta's error codes mean (domain.md §3.2). */
final class WhatsAppCodes {

    static final CodeTable TABLE = CodeTable.builder()
            .codes(CONFIG, 0, 3, 10, 190, 131005)
            .range(CONFIG, 200, 299)
            .codes(THROTTLE, Duration.ofSeconds(1), 4, 80007, 130429, 133016)
            .codes(THROTTLE, Duration.ofSeconds(6), 131056)
            .codes(THROTTLE, Duration.ofHours(1), 131048)
            .codes(CONFIG, 131064)
            .codes(RETRY, 1, 2, 131000, 131016, 135000)
            .codes(RETRY, 131052, 131053)
            .codes(RETRY, Duration.ofMinutes(2), 131057, 2494100)
            .codes(CONFIG, 368, 131031)
            .aboutRecipient(CONFIG, 130497, 131030)
            .codes(PERM_MSG, 100, 131008, 131009, 131021, 131051)
            .codes(PERM_ADDR, 131026)
            .codes(WINDOW, 131047)
            .codes(PERM_MSG, 131049, 130472)
            .codes(OPTOUT, 131050)
            .codes(CONFIG, 131037, 131042, 131044, 131045, 131062, 131063)
            .codes(PERM_MSG, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016)
            .codes(PERM_MSG, 137000)
            .build();

    private WhatsAppCodes() {}
}
