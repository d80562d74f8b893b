/**
 * What is on. Every title is invented, and its picture is drawn from its scene and its colours (artwork.js). Titles and
 * what they are about are in the language of the catalogue, whatever the viewer's is.
 */
import { duration, say } from "./texts.js";

export const LANGUAGE = "en";

const film = (name, scene, hue, minutes, about) => ({ name, scene, hue, about, facts: () => say("film", { length: duration(minutes) }) });
const series = (name, scene, hue, count, about) => ({ name, scene, hue, about, facts: () => say("series", { count }) });

export const rows = [
  {
    name: "row.tonight",
    titles: [
      film("The Lighthouse Letters", "sea", 212, 112, "Every night the keeper answers a letter that nobody has sent. Tonight somebody knocks."),
      film("Dune Runner", "dunes", 24, 126, "One courier, one old bike and six hundred kilometres of sand between her and the vote that counts."),
      film("Night Train to Varna", "rails", 262, 98, "Eleven passengers, ten berths, and a conductor who can count."),
      series("Signal Lost", "space", 228, 2, "The relay behind Saturn goes quiet for nine minutes. What comes back is not the same voice."),
      film("Paper Lanterns", "lanterns", 12, 104, "Three generations of one bakery, told over a single night of the festival."),
      series("High Pasture", "peaks", 158, 1, "A city vet takes over a valley of stubborn goats and more stubborn people."),
    ],
  },
  {
    name: "row.towns",
    titles: [
      series("The Ferry Keeps Time", "sea", 190, 3, "The only clock on the island is the ferry. One morning it is early."),
      film("Nine Windows", "city", 322, 91, "She draws the house across the street, light by light, until one window draws back."),
      series("Under the Pines", "forest", 140, 1, "The search party found the boy in an hour. It never found the search party."),
      film("Salt Road", "dunes", 40, 117, "Two brothers inherit a road that leads nowhere, and a toll booth that does well."),
      series("Frost Line", "peaks", 204, 2, "Above the last village nobody locks a door. Until this winter."),
      film("Last Tram, Line 4", "city", 252, 82, "The last tram of the night has one stop more than the map."),
    ],
  },
  {
    name: "row.sofa",
    titles: [
      series("Captain Marzipan", "space", 288, 5, "The smallest crew in the galaxy has the biggest pantry."),
      film("The Cloud Gardeners", "lanterns", 196, 89, "Somebody has to water the rain."),
      series("Otter Patrol", "sea", 168, 4, "Four otters, one harbour, no plan that survives lunch."),
      series("Bramble & Sons", "forest", 96, 2, "A family of hedgehogs runs the best inn in the wood, and the worst accounts."),
      film("Moonball", "peaks", 256, 95, "On the moon every child can jump. Only Ida can land."),
      film("Tiny Orchestra", "city", 30, 78, "Twelve mice, one violin, opening night."),
    ],
  },
];
