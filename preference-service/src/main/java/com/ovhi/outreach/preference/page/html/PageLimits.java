package com.ovhi.outreach.preference.page.html;

import com.ovhi.outreach.common.limit.Limit;
import com.ovhi.outreach.common.limit.RequestLimits;
import org.springframework.stereotype.Component;

/**
 * How often pages for patients may be asked for. Many patients, and the mail programs of all of them, can share an
 * address, so only links that do not exist count against it; one that exists is limited by itself.
 */
@Component
public class PageLimits {

    private final RequestLimits requests;
    private final Limit links;
    private final Limit strangers;

    PageLimits(RequestLimits requests, PageLimitProperties properties) {
        this.requests = requests;
        links = Limit.perMinute("page-link", properties.perLink());
        strangers = Limit.perMinute("page-stranger", properties.unknownPerClient());
    }

    /** Whether a link that exists may be used once more. */
    public boolean admitsLink(String token) {
        return requests.count(links, token).admitted();
    }

    /**
     * Whether a client may be told once more that there is no such link.
     *
     * @param page what kind of page it asks for
     */
    public boolean admitsStranger(String page, String ipAddress) {
        return requests.count(strangers, page + " " + ipAddress).admitted();
    }
}
