package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.preference.setting.Level;
import java.util.Map;

/**
 * What holds for a patient, and who decided it.
 *
 * @param decidedBy the level of each setting that anybody decided, by the setting's name
 */
public record Resolved(EffectivePreferences preferences, Map<String, Level> decidedBy) {}
