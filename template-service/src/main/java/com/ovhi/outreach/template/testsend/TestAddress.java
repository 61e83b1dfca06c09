package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import java.time.Instant;
import java.util.UUID;

/** Where a member of staff may be sent tests on one channel. */
record TestAddress(
        UUID id,
        long organizationId,
        Channel channel,
        Address address,
        String label,
        String addedBy,
        Instant addedAt) {}
