package dev.netc.frontend;

/** Which netc this is. */
public final class NetcVersion {
  private static final String DEVELOPMENT = "development";

  private NetcVersion() {}

  /** The version that the build wrote into the jar; {@code development} where there is no jar. */
  public static String number() {
    String version = NetcVersion.class.getPackage().getImplementationVersion();
    return version == null ? DEVELOPMENT : version;
  }
}
