package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.phi.Masked;

/** Shows just enough of an address that somebody who knows it recognises it. */
final class RecipientMask {

    private static final int SHOWN_DIGITS = 2;

    private RecipientMask() {}

    static String of(String address) {
        if (address.contains("@")) {
            return address.charAt(0) + Masked.MASK + "@" + Masked.MASK;
        }
        return Masked.MASK + address.substring(Math.max(0, address.length() - SHOWN_DIGITS));
    }
}
