package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.CodeTable;
import com.ovhi.outreach.common.ids.FailureClass;

/** What SendGrid's HTTP statuses mean (domain.md §1.2); 5xx is not a refusal and not listed. */
final class SendGridStatuses {

    static final CodeTable TABLE = CodeTable.builder()
            .codes(FailureClass.PERM_MSG, 400, 413)
            .codes(FailureClass.CONFIG, 401, 403, 404, 405)
            .codes(FailureClass.THROTTLE, 429)
            .build();

    private SendGridStatuses() {}
}
