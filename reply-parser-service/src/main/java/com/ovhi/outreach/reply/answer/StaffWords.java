package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.phi.Masked;
import org.jspecify.annotations.Nullable;

/** What a member of staff answered: a text of their own, which is PHI, or the key of a template; the other is null. */
public record StaffWords(@Nullable String text, @Nullable String template) {

    @Override
    public String toString() {
        return "StaffWords[" + (text == null ? template : Masked.MASK) + "]";
    }
}
