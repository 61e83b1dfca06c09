package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.UUID;

/** A link that has just been made; the only place where its address is known. A secret: prints masked. */
public final class NewLink {

    private final PortalLink link;
    private final PortalToken token;
    private final String url;

    NewLink(PortalLink link, PortalToken token, String url) {
        this.link = link;
        this.token = token;
        this.url = url;
    }

    /** Its address. */
    public String url() {
        return url;
    }

    /** Its id, under which it can be revoked. */
    public UUID id() {
        return link.id();
    }

    /** When it stops being good. */
    public Instant expiresAt() {
        return link.expiresAt();
    }

    PortalLink link() {
        return link;
    }

    PortalToken token() {
        return token;
    }

    @Override
    public String toString() {
        return "NewLink[" + Masked.MASK + "]";
    }
}
