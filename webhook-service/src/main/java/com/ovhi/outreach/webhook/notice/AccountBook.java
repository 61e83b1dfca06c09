package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.Provider;
import java.util.Collection;

/** Our accounts at one provider. */
public interface AccountBook {

    /** Whose accounts. */
    Provider provider();

    /** All that have a secret, so that something may come from them. */
    Collection<Account> accounts();
}
