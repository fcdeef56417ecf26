// Prints what a Spark distribution knows of its configuration, one fact a line, tabs between.
// Run by tools/spark_conf.py: java -cp 'JARS/*' SparkConfDump.java JARS
//
//   entry       key, since, type, values, alternatives  every ConfigEntry, asked by probing it
//   deprecated  key, since                              SparkConf.deprecatedConfigs
//   alternate   old key, key                            SparkConf.configsWithAlternatives
//   removed     key, since, default                     SQLConf.removedSQLConfigs
//   sql         key, since                              SQLConf.deprecatedSQLConfigs
//   literal     text                                    a string constant that begins with `spark.`

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.internal.config.ConfigEntry;

public class SparkConfDump {
  static final Pattern KEY = Pattern.compile("spark\\.[A-Za-z0-9._-]+");
  static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("3", 4), Map.entry("4", 4), Map.entry("5", 8), Map.entry("6", 8),
          Map.entry("7", 2), Map.entry("8", 2), Map.entry("9", 4), Map.entry("10", 4),
          Map.entry("11", 4), Map.entry("12", 4), Map.entry("15", 3), Map.entry("16", 2),
          Map.entry("17", 4), Map.entry("18", 4), Map.entry("19", 2), Map.entry("20", 2));

  static final TreeSet<String> literals = new TreeSet<>();
  static final List<String> declaring = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    try (var jars = Files.newDirectoryStream(Path.of(args[0]), "spark-*.jar")) {
      for (Path jar : jars) {
        scan(jar);
      }
    }
    declaring.forEach(SparkConfDump::initialise);
    entries().values().forEach(SparkConfDump::tell);
    legacy();
    literals.forEach(text -> line("literal", text));
    System.exit(0); // some of Spark's objects start threads
  }

  static void line(String... cells) {
    System.out.println(String.join("\t", cells));
  }

  // --- classes -----------------------------------------------------------------------------------

  static void scan(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && name.startsWith("org/apache/spark/")) {
          try (InputStream in = file.getInputStream(entry)) {
            constants(name, new DataInputStream(in));
          }
        }
      }
    }
  }

  /** Keeps the string constants of one class; notes a Scala object that builds entries. */
  static void constants(String name, DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    List<Integer> strings = new ArrayList<>();
    for (int at = 1; at < count; at++) {
      int tag = in.readUnsignedByte();
      if (tag == 1) {
        texts[at] = in.readUTF();
      } else if (tag == 8) {
        strings.add(in.readUnsignedShort());
      } else {
        in.skipNBytes(WIDTHS.get(String.valueOf(tag)));
      }
      at += tag == 5 || tag == 6 ? 1 : 0;
    }
    strings.stream().map(at -> texts[at]).filter(s -> KEY.matcher(s).matches()).forEach(literals::add);
    boolean builds = false;
    for (String text : texts) {
      builds |= text != null && text.contains("internal/config/ConfigBuilder");
    }
    if (builds && name.endsWith("$.class")) {
      declaring.add(name.substring(0, name.length() - 6).replace('/', '.'));
    }
  }

  static void initialise(String name) {
    try {
      Class.forName(name);
    } catch (Throwable error) { // what it needs is not in the distribution
      System.err.println(name + ": " + error);
    }
  }

  // --- entries -----------------------------------------------------------------------------------

  static Object hidden(Object object, String name) throws Exception {
    for (var field : object.getClass().getDeclaredFields()) {
      if (field.getName().endsWith(name)) {
        field.setAccessible(true);
        return field.get(object);
      }
    }
    throw new NoSuchFieldException(object.getClass() + "." + name);
  }

  static Object module(String name) throws Exception {
    return Class.forName(name + "$").getField("MODULE$").get(null);
  }

  static Map<String, ConfigEntry<?>> entries() throws Exception {
    Map<String, ConfigEntry<?>> out = new TreeMap<>();
    Object known = hidden(module("org.apache.spark.internal.config.ConfigEntry"), "knownConfigs");
    for (Object entry : ((Map<?, ?>) known).values()) {
      out.put(((ConfigEntry<?>) entry).key(), (ConfigEntry<?>) entry);
    }
    return out;
  }

  static void tell(ConfigEntry<?> entry) {
    String[] type = type(entry);
    line("entry", entry.key(), entry.version(), type[0], type[1],
        entry.alternatives().mkString(","));
  }

  /** What the entry's own converter makes of a text; a RuntimeException is its refusal. */
  static Object read(ConfigEntry<?> entry, String text) {
    Object value = entry.valueConverter().apply(text);
    return value instanceof scala.Some<?> some ? some.get() : value;
  }

  static boolean takes(ConfigEntry<?> entry, String text) {
    return refusal(entry, text) == null;
  }

  static String refusal(ConfigEntry<?> entry, String text) {
    try {
      read(entry, text);
      return null;
    } catch (Throwable error) {
      return String.valueOf(error.getMessage());
    }
  }

  static String[] type(ConfigEntry<?> entry) {
    String words = refusal(entry, "no-such");
    if (words == null) {
      return new String[] {takes(entry, "(") ? "text" : "regex", ""};
    }
    for (String name : List.of("int", "long", "double", "boolean")) {
      if (words.contains("should be " + name) || words.contains("'" + name + "'")
          || words.contains("\"" + name + "\"")) {
        boolean several = takes(entry, "1,1") || takes(entry, "true,true");
        return new String[] {name + (several ? "s" : ""), several ? "" : range(entry, name)};
      }
    }
    if (words.startsWith("Time must be") || words.contains("'time in ")) {
      return new String[] {"time:" + unit(entry, TIMES), range(entry, "long")};
    }
    if (words.startsWith("Size must be") || words.contains("'bytes in ")) {
      return new String[] {"bytes:" + unit(entry, SIZES), range(entry, "long")};
    }
    String values = values(entry, words);
    return new String[] {values.isEmpty() ? "text" : "enum", values};
  }

  // --- what values it takes ----------------------------------------------------------------------

  /** The words that a refusal lists, if the entry takes them; `*` before: in any case. */
  static String values(ConfigEntry<?> entry, String words) {
    int from = words.indexOf("one of");
    if (from < 0) {
      System.err.println("no list: " + entry.key() + ": " + words.replace('\n', ' '));
      return "";
    }
    String list = words.substring(from + 6).replaceFirst(",? but was[\\s\\S]*$", "");
    List<String> said = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(list);
    while (quoted.find()) {
      said.addAll(List.of(quoted.group(1).trim().split("\\s*,\\s*")));
    }
    if (said.isEmpty()) {
      said.addAll(List.of(list.trim().split("\\s*,\\s*")));
    }
    List<String> taken =
        said.stream().filter(one -> takes(entry, one)).sorted().collect(Collectors.toList());
    if (taken.isEmpty() || taken.size() < said.size()) {
      System.err.println("not taken: " + entry.key() + ": " + words.replace('\n', ' '));
      return "";
    }
    boolean free = taken.stream().allMatch(one ->
        takes(entry, one.toLowerCase()) && takes(entry, one.toUpperCase()));
    return (free ? "*" : "") + String.join("|", taken);
  }

  static final String[] TIMES = {"ns", "us", "ms", "s", "m", "h", "d"};
  static final long[] NANOS = {1, 1000, 1000000, 1000000000L, 60000000000L, 3600000000000L,
      86400000000000L};
  static final String[] SIZES = {"b", "k", "m", "g", "t"};

  /** The unit of a number without one: ns, us, ms, s, m, h, d; or b, k, m, g, t. */
  static String unit(ConfigEntry<?> entry, String[] of) {
    boolean time = of == TIMES;
    long[] sizes = time ? NANOS
                        : new long[] {1, 1L << 10, 1L << 20, 1L << 30, 1L << 40};
    String big = time ? "d" : "g";
    long one = time ? NANOS[6] : 1L << 30;
    for (int n : new int[] {1, 2, 8, 64, 365, 1024}) {
      for (int at = 0; at < of.length; at++) {
        if (takes(entry, n + big) && ((Number) read(entry, n + big)).longValue() == n * (one / sizes[at])) {
          return of[at];
        }
      }
    }
    for (int n = 1; n < 100000; n++) { // the entry takes small amounts only
      String text = n + (time ? "s" : "k");
      if (takes(entry, text)) {
        long told = ((Number) read(entry, text)).longValue();
        for (int at = 0; at < of.length; at++) {
          if (told == n * (time ? NANOS[3] : 1024L) / sizes[at] && told > 0) {
            return of[at];
          }
        }
      }
    }
    throw new IllegalStateException("no unit: " + entry.key());
  }

  static final double[] STEPS = {-1e12, -3e9, -1000, -2, -1, 0, 1, 2, 3, 4, 5, 8, 10, 16, 32, 50, 64,
      100, 128, 256, 500, 512, 1000, 1024, 4096, 8192, 10000, 65535, 65536, 100000, 1e6, 1e9,
      2147483647, 1e12, 9e15};
  static final double[] PARTS = {-1e12, -2, -1, -0.5, -1e-9, 0, 1e-9, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9,
      0.99, 1 - 1e-9, 1, 1 + 1e-9, 1.5, 2, 10, 100, 1000, 1e9};

  /** `lo..hi`, either left out where there is no bound; `(` or `)` where it is excluded. */
  static String range(ConfigEntry<?> entry, String of) {
    return of.equals("boolean") ? "" : of.equals("double") ? fractions(entry) : integers(entry);
  }

  static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  static boolean at(ConfigEntry<?> entry, double value) {
    return takes(entry, number(value));
  }

  /** First and last of the steps that are taken, or null if there is a gap. */
  static int[] run(ConfigEntry<?> entry, double[] steps) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < steps.length; i++) {
      if (at(entry, steps[i])) {
        if (first >= 0 && last < i - 1) {
          System.err.println("gap: " + entry.key());
          return null;
        }
        first = first < 0 ? i : first;
        last = i;
      }
    }
    return first < 0 ? null : new int[] {first, last};
  }

  static String integers(ConfigEntry<?> entry) {
    int[] run = run(entry, STEPS);
    if (run == null) {
      return "";
    }
    String low = run[0] == 0 || STEPS[run[0]] < -1000000 ? ""
        : edge(entry, (long) STEPS[run[0] - 1], (long) STEPS[run[0]]);
    boolean open = run[1] >= STEPS.length - 1;
    String high = open ? "" : edge(entry, (long) STEPS[run[1] + 1], (long) STEPS[run[1]]);
    // The ends of the type itself are no bounds of the entry.
    low = low.equals("-2147483648") ? "" : low;
    high = high.equals("2147483647") ? "" : high;
    return low.isEmpty() && high.isEmpty() ? "" : low + ".." + high;
  }

  /** The last number that is taken on the way from one that is to one that is not. */
  static String edge(ConfigEntry<?> entry, long outside, long inside) {
    while (Math.abs(inside - outside) > 1) {
      long middle = (inside + outside) / 2;
      if (takes(entry, String.valueOf(middle))) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return String.valueOf(inside);
  }

  static String fractions(ConfigEntry<?> entry) {
    int[] run = run(entry, PARTS);
    if (run == null) {
      return "";
    }
    String low = run[0] == 0 ? "" : bound(PARTS[run[0]], PARTS[run[0] - 1], "(");
    String high = run[1] == PARTS.length - 1 ? "" : bound(PARTS[run[1]], PARTS[run[1] + 1], ")");
    return low.isEmpty() && high.isEmpty() ? "" : low + ".." + high;
  }

  /** A round number that is taken, or one beside it that is not. */
  static String bound(double taken, double refused, String sign) {
    double round = Math.rint(taken);
    String text = number(Math.abs(taken - round) < 1e-6 ? round : taken);
    boolean excluded = Math.abs(taken - round) < 1e-6 && taken != round;
    return !excluded ? text : sign.equals("(") ? sign + text : text + sign;
  }

  // --- old keys ----------------------------------------------------------------------------------

  static void legacy() throws Exception {
    Object core = module("org.apache.spark.SparkConf");
    each(hidden(core, "deprecatedConfigs"), (key, value) ->
        line("deprecated", key, field(value, "version"), flat(field(value, "deprecationMessage"))));
    each(hidden(core, "configsWithAlternatives"), (key, value) -> {
      var olds = ((scala.collection.Iterable<?>) value).iterator();
      while (olds.hasNext()) {
        Object old = olds.next();
        line("alternate", field(old, "key"), key, field(old, "version"),
            field(old, "translation").equals("null") ? "" : "translated");
      }
    });
    Object sql = module("org.apache.spark.sql.internal.SQLConf");
    each(call(sql, "removedSQLConfigs"), (key, value) ->
        line("removed", key, field(value, "version"), field(value, "defaultValue"), flat(field(value, "comment"))));
    each(call(sql, "deprecatedSQLConfigs"), (key, value) ->
        line("sql", key, field(value, "version"), flat(field(value, "comment"))));
  }

  static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  interface Pair {
    void take(String key, Object value);
  }

  static void each(Object map, Pair pair) {
    var pairs = ((scala.collection.Map<?, ?>) map).iterator();
    while (pairs.hasNext()) {
      var one = (scala.Tuple2<?, ?>) pairs.next();
      pair.take(String.valueOf(one._1()), one._2());
    }
  }

  static Object call(Object object, String name) throws Exception {
    var method = object.getClass().getMethod(name);
    method.setAccessible(true);
    return method.invoke(object);
  }

  static String field(Object object, String name) {
    try {
      return String.valueOf(call(object, name));
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }
}
