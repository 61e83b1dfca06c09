@NullMarked
package com.ovhi.outreach.preference.feedback;

import org.jspecify.annotations.NullMarked;
