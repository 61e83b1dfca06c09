package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.List;
import java.util.Set;

/** A portal whose links a message may carry. */
public final class TestPortal {

    public static final String LINK = Variable.PORTAL_URL.sample();
    public static final String PAGE = "https://portal.example.org/messages";
    static final PortalAddresses ADDRESSES = new PortalAddresses(
            List.of("https://portal.example.org/portal/"), Set.of(PAGE), Set.of("portal.example.org"));
    public static final Terms TERMS = new Terms(Capability.USUAL, null, null, ADDRESSES);

    private TestPortal() {}
}
