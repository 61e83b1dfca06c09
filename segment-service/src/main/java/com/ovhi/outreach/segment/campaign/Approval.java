package com.ovhi.outreach.segment.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * A second person has let a campaign go out to many.
 *
 * @param edition the version they have seen; null is that there is no approval any more, of which older versions of the
 *     suite leave the number of recipients
 * @param recipients how many its segment had then; null is not known
 * @param rules by which rules the segment chose them, as {@code Audiences.rules} tells; null is not known
 */
@Embeddable
record Approval(
        @Column(name = "approved_edition") @Nullable Integer edition,
        @Column(name = "approved_by") @Nullable String by,
        @Column(name = "approved_recipients") @Nullable Long recipients,
        @Column(name = "approved_rules") @Nullable String rules) {}
