/** Who met which variant of an experiment, what came of it, and what that asks of the campaign. */
@NullMarked
package com.ovhi.outreach.analytics.experiment;

import org.jspecify.annotations.NullMarked;
