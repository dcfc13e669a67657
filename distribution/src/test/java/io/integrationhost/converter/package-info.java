/** Tests of the converter that need a process: everything else of it is tested where it is. */
package io.integrationhost.converter;
