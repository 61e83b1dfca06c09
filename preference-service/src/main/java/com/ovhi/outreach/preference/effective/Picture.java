package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import java.util.Map;
import java.util.Set;

/** Everything that decides what holds for one patient. PHI. */
record Picture(
        Profile profile,
        Map<Level, Settings> levels,
        boolean whatsappCapable,
        Consents consents,
        Map<Channel, Suppression> suppressions,
        Set<String> disowned) {}
