/** What is stored about a patient: settings and contact points. */
@NullMarked
package com.ovhi.outreach.preference.profile;

import org.jspecify.annotations.NullMarked;
