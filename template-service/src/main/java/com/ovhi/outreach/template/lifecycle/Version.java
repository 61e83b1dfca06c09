package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;

/** One version of a template. Its text never changes once it has left the state of a draft. */
record Version(
        long templateId,
        int number,
        String name,
        VersionState state,
        Wording wording,
        String createdBy,
        Instant createdAt) {}
