package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.security.Roles;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The console's pages, and whom they are shown to: those whom the services behind them would answer. */
enum Page {
    JOBS(Roles.CLINIC_STAFF, Roles.CAMPAIGN_MANAGER, Roles.COMPLIANCE, Roles.OPS),
    INBOX(Roles.CLINIC_STAFF, Roles.OPS),
    DEAD_LETTERS(Roles.OPS, Roles.COMPLIANCE),
    CAMPAIGNS(Roles.CAMPAIGN_MANAGER, Roles.CLINIC_STAFF, Roles.COMPLIANCE, Roles.OPS),
    TEMPLATES(Roles.CLINIC_STAFF, Roles.CAMPAIGN_MANAGER, Roles.COMPLIANCE),
    EXPERIMENTS(Roles.CAMPAIGN_MANAGER, Roles.CLINIC_STAFF, Roles.COMPLIANCE, Roles.OPS);

    private final Set<String> readers;

    Page(String... readers) {
        this.readers = Set.of(readers);
    }

    /** The pages for somebody with these roles, in the order of the menu. */
    static List<Page> of(Collection<String> roles) {
        return Arrays.stream(values())
                .filter(page -> roles.stream().anyMatch(page.readers::contains))
                .toList();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
