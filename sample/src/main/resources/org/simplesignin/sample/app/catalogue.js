/** What is on. Every title is invented, and its picture is drawn from its scene and its colours (artwork.js). */
const film = (name, scene, hue, facts, about) => ({ name, scene, hue, facts, about });

export const rows = [
  {
    name: "Tonight",
    titles: [
      film("The Lighthouse Letters", "sea", 212, "Film · 1 h 52 min", "Every night the keeper answers a letter that nobody has sent. Tonight somebody knocks."),
      film("Dune Runner", "dunes", 24, "Film · 2 h 06 min", "One courier, one old bike and six hundred kilometres of sand between her and the vote that counts."),
      film("Night Train to Varna", "rails", 262, "Film · 1 h 38 min", "Eleven passengers, ten berths, and a conductor who can count."),
      film("Signal Lost", "space", 228, "Series · 2 seasons", "The relay behind Saturn goes quiet for nine minutes. What comes back is not the same voice."),
      film("Paper Lanterns", "lanterns", 12, "Film · 1 h 44 min", "Three generations of one bakery, told over a single night of the festival."),
      film("High Pasture", "peaks", 158, "Series · 1 season", "A city vet takes over a valley of stubborn goats and more stubborn people."),
    ],
  },
  {
    name: "Small towns, big secrets",
    titles: [
      film("The Ferry Keeps Time", "sea", 190, "Series · 3 seasons", "The only clock on the island is the ferry. One morning it is early."),
      film("Nine Windows", "city", 322, "Film · 1 h 31 min", "She draws the house across the street, light by light, until one window draws back."),
      film("Under the Pines", "forest", 140, "Series · 1 season", "The search party found the boy in an hour. It never found the search party."),
      film("Salt Road", "dunes", 40, "Film · 1 h 57 min", "Two brothers inherit a road that leads nowhere, and a toll booth that does well."),
      film("Frost Line", "peaks", 204, "Series · 2 seasons", "Above the last village nobody locks a door. Until this winter."),
      film("Last Tram, Line 4", "city", 252, "Film · 1 h 22 min", "The last tram of the night has one stop more than the map."),
    ],
  },
  {
    name: "For the whole sofa",
    titles: [
      film("Captain Marzipan", "space", 288, "Series · 5 seasons", "The smallest crew in the galaxy has the biggest pantry."),
      film("The Cloud Gardeners", "lanterns", 196, "Film · 1 h 29 min", "Somebody has to water the rain."),
      film("Otter Patrol", "sea", 168, "Series · 4 seasons", "Four otters, one harbour, no plan that survives lunch."),
      film("Bramble & Sons", "forest", 96, "Series · 2 seasons", "A family of hedgehogs runs the best inn in the wood, and the worst accounts."),
      film("Moonball", "peaks", 256, "Film · 1 h 35 min", "On the moon every child can jump. Only Ida can land."),
      film("Tiny Orchestra", "city", 30, "Film · 1 h 18 min", "Twelve mice, one violin, opening night."),
    ],
  },
];
