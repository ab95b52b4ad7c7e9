"""Towns, states, countries and letters that people name for a time zone, and the zone they mean.

The IANA database has one or a few cities for each zone, and few of those people live in. Here are
large towns besides, and regions whose clocks all show the same; those with several clocks, such as
Texas, stand for the clock of most who live there. What is written is only ever suggested.
"""

from collections.abc import Mapping

NAMES_FOR: Mapping[str, str] = {
    "America/New_York": """
        et, edt, eastern, eastern-time, us-eastern, nyc, boston, philadelphia, atlanta, miami,
        orlando, tampa, charlotte, raleigh, baltimore, pittsburgh, cleveland, columbus, cincinnati,
        buffalo, jacksonville, washington-dc, brooklyn, connecticut, delaware, georgia, maine,
        maryland, massachusetts, michigan, new-hampshire, new-jersey, north-carolina, ohio,
        pennsylvania, rhode-island, south-carolina, vermont, virginia, west-virginia, florida
    """,
    "America/Chicago": """
        ct, cdt, cst, central, central-time, us-central, houston, dallas, san-antonio, austin,
        fort-worth, memphis, milwaukee, minneapolis, saint-paul, new-orleans, st.-louis, st-louis,
        saint-louis, kansas-city, omaha, oklahoma-city, tulsa, nashville, alabama, arkansas,
        illinois, iowa, kansas, louisiana, minnesota, mississippi, missouri, nebraska, oklahoma,
        tennessee, texas, wisconsin
    """,
    "America/Denver": """
        mt, mdt, mountain, mountain-time, us-mountain, salt-lake-city, albuquerque,
        colorado-springs, colorado, montana, new-mexico, utah, wyoming
    """,
    "America/Los_Angeles": """
        pt, pst, pdt, pacific, pacific-time, us-pacific, la, san-francisco, san-diego, san-jose,
        sacramento, seattle, portland, las-vegas, oakland, california, nevada, oregon
    """,
    "America/Phoenix": "arizona, tucson",
    "America/Anchorage": "akst, akdt, alaska",
    "Pacific/Honolulu": "hawaii",
    "America/Toronto": "ottawa, quebec, ontario",
    "America/Edmonton": "calgary, alberta",
    "America/Vancouver": "british-columbia",
    "America/Sao_Paulo": "rio, rio-de-janeiro, brasilia",
    "Europe/London": """
        bst, uk, england, britain, united-kingdom, great-britain, scotland, wales, manchester,
        birmingham, liverpool, leeds, bristol, edinburgh, glasgow, cardiff
    """,
    "Europe/Dublin": "ireland, cork",
    "Europe/Berlin": """
        cest, mez, mesz, germany, deutschland, munich, münchen, hamburg, frankfurt, cologne, köln,
        stuttgart, düsseldorf, leipzig
    """,
    "Europe/Vienna": "austria, österreich, wien, graz",
    "Europe/Zurich": "switzerland, schweiz, geneva, genève, genf, basel, bern",
    "Europe/Paris": "france, lyon, marseille, toulouse, nice, bordeaux, lille",
    "Europe/Brussels": "belgium, antwerp, ghent",
    "Europe/Amsterdam": "netherlands, holland, rotterdam, utrecht, the-hague",
    "Europe/Madrid": "spain, barcelona, seville",
    "Europe/Lisbon": "porto",
    "Europe/Rome": "italy, milan, milano, naples, turin, roma, florence",
    "Europe/Copenhagen": "denmark, aarhus",
    "Europe/Stockholm": "sweden, gothenburg",
    "Europe/Oslo": "norway, bergen",
    "Europe/Helsinki": "finland",
    "Europe/Warsaw": "krakow, kraków, gdansk, gdańsk, wroclaw, wrocław",
    "Europe/Prague": "czechia, czech-republic, brno",
    "Europe/Athens": "greece, thessaloniki",
    "Asia/Kolkata": """
        ist, india, mumbai, bombay, delhi, new-delhi, bangalore, bengaluru, chennai, hyderabad, pune
    """,
    "Asia/Shanghai": "china, beijing, peking, shenzhen, guangzhou",
    "Asia/Tokyo": "osaka, kyoto, yokohama",
    "Asia/Seoul": "south-korea, korea, busan",
    "Asia/Dubai": "abu-dhabi, uae",
    "Asia/Manila": "philippines, cebu",
    "Africa/Johannesburg": "south-africa, cape-town, durban, pretoria",
    "Africa/Lagos": "nigeria, abuja",
    "Africa/Nairobi": "kenya, mombasa",
    "Australia/Sydney": "aest, aedt, canberra, new-south-wales, nsw",
    "Australia/Brisbane": "queensland, gold-coast",
    "Australia/Perth": "western-australia",
    "Pacific/Auckland": "new-zealand, wellington, christchurch",
    "UTC": "z, zulu",
}  # fmt: skip

ZONE_OF: Mapping[str, str] = {
    name.strip(): zone for zone, names in NAMES_FOR.items() for name in names.split(",")
}
"""By name: small letters, with a hyphen for each blank."""
