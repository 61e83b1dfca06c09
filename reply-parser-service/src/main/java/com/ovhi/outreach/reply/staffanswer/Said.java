package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.phi.Masked;

/** How somebody answers. */
sealed interface Said {

    /** In words of their own. PHI. */
    record Text(String text) implements Said {

        @Override
        public String toString() {
            return "Text[" + Masked.MASK + "]";
        }
    }

    /** With one of the texts that were agreed with the provider before. */
    record Template(String key) implements Said {}
}
