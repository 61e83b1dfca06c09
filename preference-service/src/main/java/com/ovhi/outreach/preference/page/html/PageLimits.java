package com.ovhi.outreach.preference.page.html;

import org.springframework.stereotype.Component;

/**
 * How often pages for patients may be asked for. Many patients, and the mail programs of all of them, can share an
 * address, so only links that do not exist count against it; one that exists is limited by itself.
 */
@Component
public class PageLimits {

    private final RequestLimit links;
    private final RequestLimit strangers;

    PageLimits(PageLimitProperties properties) {
        links = new RequestLimit(properties.perLink(), System::nanoTime);
        strangers = new RequestLimit(properties.unknownPerClient(), System::nanoTime);
    }

    /** Whether a link that exists may be used once more. */
    public boolean admitsLink(String token) {
        return links.admits(token);
    }

    /**
     * Whether a client may be told once more that there is no such link.
     *
     * @param page what kind of page it asks for
     */
    public boolean admitsStranger(String page, String ipAddress) {
        return strangers.admits(page + " " + ipAddress);
    }
}
