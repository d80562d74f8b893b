# Finds a JDK 25; for ./simple-sign-in and ./mvnw.

# Where JDKs lie that neither JAVA_HOME nor the path name; SIMPLE_SIGN_IN_JDKS, a list of patterns, takes its place.
usual_places="/usr/lib/jvm/*25* /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java/* /opt/jdk* ${SDKMAN_DIR:-$HOME/.sdkman}/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home"

is_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -q 'version "25[."]'
}

find_jdk() {
  path_java=$(command -v java 2>/dev/null || true)
  [ -z "$path_java" ] || path_java=$(dirname "$(dirname "$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")")")
  # Unquoted: the patterns are to be expanded.
  for home in "${JAVA_HOME:-}" "$path_java" ${SIMPLE_SIGN_IN_JDKS-$usual_places}; do
    if [ -n "$home" ] && is_25 "$home"; then
      echo "$home"
      return
    fi
  done
  return 1
}
